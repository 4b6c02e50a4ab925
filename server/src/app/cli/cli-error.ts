/** Something the person at the terminal can put right. */
export class CliError extends Error {}
