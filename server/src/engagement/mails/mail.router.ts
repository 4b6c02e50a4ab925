import { editorProcedure, router, viewerProcedure } from '../../kernel/http/trpc.ts'
import { getMail } from './get-mail.ts'
import { getMailDelivery } from './get-mail-delivery.ts'
import { listMails } from './list-mails.ts'
import { listMailsInput, mailIdInput, previewMailInput, sendTestMailInput } from './mail.schemas.ts'
import { previewMail } from './preview-mail.ts'
import { sendTestMail } from './send-test-mail.ts'

export const mailRouter = router({
  list: viewerProcedure.input(listMailsInput).query(({ ctx, input }) => listMails(ctx, input)),
  get: viewerProcedure.input(mailIdInput).query(({ ctx, input }) => getMail(ctx, input)),
  delivery: viewerProcedure.query(({ ctx }) => getMailDelivery(ctx)),
  preview: viewerProcedure.input(previewMailInput).query(({ ctx, input }) => previewMail(ctx, input)),
  sendTest: editorProcedure.input(sendTestMailInput).mutation(({ ctx, input }) => sendTestMail(ctx, input)),
})
