"""The allocation meeting: many families at once, what each choice comes to, and the weeks ahead, for whoever gives."""
