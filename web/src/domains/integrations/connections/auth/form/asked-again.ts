import { createContext } from 'react'
import type { SecretUseSubject } from '@tabiji/shared/auth/secret-use.ts'

/**
 * What changed of the connection that its stored secrets were entered for; null while nothing did. A stored secret is
 * kept only for that, so its field is empty and asks for it again.
 */
export const AskedAgain = createContext<SecretUseSubject | null>(null)
