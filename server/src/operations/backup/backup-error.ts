/** An error that the person who makes or restores a backup can correct. */
export class BackupError extends Error {}
