/** The server's rule, which decides; stated here so that nobody has to run into it. */
export const minPasswordLength = 10
export const maxPasswordLength = 128

export function isPasswordLongEnough(password: string): boolean {
  return password.length >= minPasswordLength && password.length <= maxPasswordLength
}
