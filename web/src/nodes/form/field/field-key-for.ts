import { identifierSchema } from '@tabiji/shared/values/field-type.ts'

/** A free key for a field with this label. A Japanese label gives `field`, `field2`, … */
export function fieldKeyFor(label: string, taken: readonly string[]): string {
  const words = label
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
  const camel = words.map((word, index) => (index === 0 ? lowerFirst(word) : upperFirst(word))).join('')
  const base = /^[A-Za-z_]/.test(camel) ? camel.slice(0, 60) : 'field'
  let key = base
  for (let number = 2; taken.includes(key) || !identifierSchema.safeParse(key).success; number++)
    key = `${base}${number}`
  return key
}

function lowerFirst(word: string): string {
  return word === word.toUpperCase() ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1)
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
