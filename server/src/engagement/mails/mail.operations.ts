import { defineOperation } from '../../kernel/operations/define-operation.ts'
import { getMail } from './get-mail.ts'
import { getMailDelivery } from './get-mail-delivery.ts'
import { listMails } from './list-mails.ts'
import { listMailsInput, mailIdInput, previewMailInput, sendTestMailInput } from './mail.schemas.ts'
import { previewMail } from './preview-mail.ts'
import { sendTestMail } from './send-test-mail.ts'

export const mailOperations = {
  list: defineOperation({ kind: 'query', role: 'viewer', input: listMailsInput, run: listMails }),
  get: defineOperation({ kind: 'query', role: 'viewer', input: mailIdInput, run: getMail }),
  delivery: defineOperation({ kind: 'query', role: 'viewer', run: getMailDelivery }),
  preview: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: previewMailInput,
    budget: 'mailPreview',
    run: previewMail,
  }),
  sendTest: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: sendTestMailInput,
    audit: 'testMailSent',
    budget: 'testCall',
    run: sendTestMail,
  }),
}
