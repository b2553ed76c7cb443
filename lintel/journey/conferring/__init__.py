"""
Where conferences meet enquiries and plans: a conference that was held is one of each child's enquiry, its decision
begins or ends that child's plan, and one timeline shows what was due and done from the discussion to the reviews.
"""
