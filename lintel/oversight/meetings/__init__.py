"""
Performance meetings: an agenda of what is not chance, an answer to each signal, minutes that write themselves.

Also who looks at which indicator, in which meeting and within which limits. The agenda is made of what indicators say
at the day of the meeting; nobody adds a number to it without saying that it may be chance.
"""
