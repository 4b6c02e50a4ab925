/** The same rule as on the server, which decides. It is shown before the user types. */
export const minPasswordLength = 10
export const maxPasswordLength = 128

export function isPasswordLongEnough(password: string): boolean {
  return password.length >= minPasswordLength && password.length <= maxPasswordLength
}
