import { defineOperation } from '../../kernel/operations/define-operation.ts'
import { getMailServer } from './get-mail-server.ts'
import { mailServerInput, tryMailServerInput } from './mail-server.schemas.ts'
import { removeMailServer } from './remove-mail-server.ts'
import { saveMailServer } from './save-mail-server.ts'
import { tryMailServer } from './try-mail-server.ts'

export const mailServerOperations = {
  get: defineOperation({ kind: 'query', role: 'viewer', run: getMailServer }),
  save: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: mailServerInput,
    audit: 'mailServerChanged',
    run: saveMailServer,
  }),
  remove: defineOperation({
    kind: 'mutation',
    role: 'admin',
    audit: { ifChanged: ['mailServerRemoved'] },
    run: removeMailServer,
  }),
  try: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: tryMailServerInput,
    audit: 'mailServerTested',
    budget: 'testCall',
    run: tryMailServer,
  }),
}
