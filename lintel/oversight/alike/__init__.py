"""
Deciding alike: do two people, given the same words about a child, decide the same?

About decisions, never about families. Nothing here scores, ranks or predicts a child, and nothing here can write to a
case (PRODUCT.md 5). Screens label what has not been validated "trial".
"""
