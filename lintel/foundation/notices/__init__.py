"""Short notices to a person, a team or everybody with a role: something has come that must not wait to be found."""
