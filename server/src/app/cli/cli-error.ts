/** An error that the person at the terminal can correct. */
export class CliError extends Error {}
