import { readEnv } from '../src/kernel/env.ts'
import { startServer } from '../src/app/main.ts'

const running = await startServer(readEnv({ ...process.env, PORT: undefined }), {
  progress: () => {},
  onLost: (error: Error) => {
    throw error
  },
  signal: new AbortController().signal,
})
process.send?.(running.address)
process.on('SIGTERM', async () => {
  await running.stop()
  process.exit(0)
})
process.on('disconnect', () => process.exit(0))
