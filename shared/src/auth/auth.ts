import { z } from 'zod'
import * as schemas from './kinds.ts'

/** The ways a connection can authenticate. */
export type AuthKindName = keyof typeof schemas
export type AuthOf<K extends AuthKindName> = z.infer<(typeof schemas)[K]>
export type Auth = { [K in AuthKindName]: AuthOf<K> }[AuthKindName]
/** An auth as a client sends it: properties with a default may be missing. */
export type AuthInputOf<K extends AuthKindName> = z.input<(typeof schemas)[K]>
export type AuthInput = { [K in AuthKindName]: AuthInputOf<K> }[AuthKindName]

export const authKindNames = Object.keys(schemas) as AuthKindName[]

type Option = (typeof schemas)[AuthKindName]
export const authSchema = z.discriminatedUnion('kind', Object.values(schemas) as [Option, ...Option[]])
