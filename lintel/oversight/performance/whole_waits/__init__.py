"""Where the days went for a cohort: the whole waits of the children K112 counts, added up part by part (S12, S32)."""
