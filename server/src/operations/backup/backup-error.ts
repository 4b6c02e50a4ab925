/** Something the person who makes or restores a backup can put right. */
export class BackupError extends Error {}
