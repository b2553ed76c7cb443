"""
Where people knock without an account: a professional's form, a member of the public's form, and e-mail handed in.

A form is never refused for what it leaves out: a few words are enough, and nothing but words is asked for.
"""
