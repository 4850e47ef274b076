"""Who the patient is, the case, tasks, care relation, blocks, consent."""
