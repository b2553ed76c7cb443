"""The seat of the planner and the head of service: what would a decision do to the work?"""
