/** The maximum number of participants of one event. */
export const maxEventItems = 1000

/**
 * One payload for each participant of an event. A top-level list gives one payload per element. Otherwise the list at
 * `fanOutPath` is replaced by one of its elements at a time, so that `contacts.email` names a value of that contact.
 */
export function splitPayload(payload: unknown, fanOutPath: string | null): unknown[] {
  if (Array.isArray(payload)) return payload
  if (fanOutPath === null || fanOutPath === '') return [payload]
  const path = fanOutPath.split('.')
  const list = path.reduce<unknown>((value, key) => childOf(value, key), payload)
  return Array.isArray(list) ? list.map((item: unknown) => withValueAt(payload, path, item)) : [payload]
}

/** The paths of lists of objects, by which an event can be split. */
export function listPaths(payload: unknown): string[] {
  const found: string[] = []
  const walk = (value: unknown, path: string[]) => {
    if (path.length > 5 || typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) {
      if (path.length > 0 && value.some((item) => typeof item === 'object' && item !== null)) found.push(path.join('.'))
      return
    }
    for (const [key, child] of Object.entries(value)) walk(child, [...path, key])
  }
  walk(payload, [])
  return found
}

function childOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined
}

function withValueAt(payload: unknown, [key = '', ...rest]: string[], item: unknown): unknown {
  const value = rest.length === 0 ? item : withValueAt(childOf(payload, key), rest, item)
  return { ...(payload as Record<string, unknown>), [key]: value }
}
