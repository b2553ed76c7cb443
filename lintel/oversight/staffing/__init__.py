"""
The workforce as it stands on any day: what is funded, filled and at work, who answers for whom, and which posts are on
their way. Worked out from posts, appointments and absences by their dates, so that every day can be looked at again.
"""
