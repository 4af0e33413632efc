"""The dossier: findings in sentences from a fixed table, with pictures to judge them by."""
