import { editorProcedure, router, viewerProcedure } from '../../kernel/http/trpc.ts'
import { closeCta } from './close-cta.ts'
import { createCta } from './create-cta.ts'
import { closeCtaInput, createCtaInput, ctaIdInput, listCtasInput, updateCtaInput } from './cta.schemas.ts'
import { getCta } from './get-cta.ts'
import { listCtas } from './list-ctas.ts'
import { reopenCta } from './reopen-cta.ts'
import { updateCta } from './update-cta.ts'

export const ctaRouter = router({
  list: viewerProcedure.input(listCtasInput).query(({ ctx, input }) => listCtas(ctx, input)),
  get: viewerProcedure.input(ctaIdInput).query(({ ctx, input }) => getCta(ctx, input)),
  create: editorProcedure.input(createCtaInput).mutation(({ ctx, input }) => createCta(ctx, input)),
  update: editorProcedure.input(updateCtaInput).mutation(({ ctx, input }) => updateCta(ctx, input)),
  close: editorProcedure.input(closeCtaInput).mutation(({ ctx, input }) => closeCta(ctx, input)),
  reopen: editorProcedure.input(ctaIdInput).mutation(({ ctx, input }) => reopenCta(ctx, input)),
})
