import pg from 'pg'

export type Listener = { isOpen(): boolean; close(): Promise<void> }

/** Listens to a NOTIFY channel over a connection of its own until that connection ends. */
export async function listen(
  connectionString: string,
  channel: string,
  onPayload: (payload: string) => void,
): Promise<Listener> {
  const client = new pg.Client({ connectionString, application_name: 'tabiji-listener' })
  let isOpen = true
  client.on('error', () => (isOpen = false))
  client.on('end', () => (isOpen = false))
  client.on('notification', ({ payload }) => onPayload(payload ?? ''))
  try {
    await client.connect()
    await client.query(`listen ${client.escapeIdentifier(channel)}`)
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
  return { isOpen: () => isOpen, close: () => client.end().catch(() => {}) }
}
