/** `tls`: from the first byte, usually port 465. `startTls`: before the password, usually port 587. */
export const mailEncryptions = ['tls', 'startTls', 'none'] as const
export type MailEncryption = (typeof mailEncryptions)[number]

export type SmtpServer = {
  host: string
  port: number
  encryption: MailEncryption
  /** Null: the server asks for no name. */
  login: { username: string; password: string } | null
}
