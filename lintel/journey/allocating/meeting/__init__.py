"""The allocation meeting: many families and many workers at once, what each choice comes to, and what is proposed."""
