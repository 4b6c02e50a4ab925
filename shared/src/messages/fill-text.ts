/**
 * The params that a text asks for: `'{host}, port {port}'` gives `'host' | 'port'`. Braces around anything but a word are
 * part of the text. Nothing is known of a text that is no literal.
 */
export type ParamName<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? WordIn<Name> | ParamName<Rest>
  : never

type WordIn<Name extends string> = Name extends `${string}{${infer Inner}`
  ? WordIn<Inner>
  : Name extends `${string}${' ' | '.' | ':' | '"'}${string}`
    ? never
    : Name

/** Fills `{name}` places. A place without a value stays visible, so that a forgotten param is noticed. */
export function fillText<const Text extends string>(text: Text, params: Record<ParamName<Text>, unknown>): string {
  const values: Record<string, unknown> = params
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    return value === undefined || value === null ? place : String(value)
  })
}
