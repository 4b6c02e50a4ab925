import { parentPort } from 'node:worker_threads'
import { createSandbox, type CodeTask } from './sandbox.ts'

// What a thread of `createCodeRunner` runs.

// QuickJS asks this realm which zone it is in. Where the server stands must not matter.
Date.prototype.getTimezoneOffset = () => 0

const sandbox = createSandbox()

parentPort!.on('message', (task: CodeTask) => {
  void sandbox.run(task).then((outcome) => parentPort!.postMessage(outcome))
})
