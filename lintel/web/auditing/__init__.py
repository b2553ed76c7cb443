"""The audit desk: the record beside the tool, what is to be done afterwards, and a child who is not safe."""
