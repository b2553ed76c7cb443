"""Looking by itself for what nobody would notice: silence, lateness, a missing declaration, a batch left lying."""
