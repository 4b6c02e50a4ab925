import { parentPort, workerData } from 'node:worker_threads'
import { createSandbox, type CodeTask } from './sandbox.ts'

// The program of a thread that `createCodeRunner` starts.

// QuickJS reads the time zone from this realm. The time zone of the server must not matter.
Date.prototype.getTimezoneOffset = () => 0

const { cpuSeconds } = workerData as { cpuSeconds: number }
const sandbox = createSandbox(cpuSeconds)

parentPort!.on('message', (task: CodeTask) => {
  void sandbox.run(task).then((outcome) => parentPort!.postMessage(outcome))
})
