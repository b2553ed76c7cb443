"""Who does the work: workers, teams, posts, appointments with hours and dates, absence, and who supervises whom."""
