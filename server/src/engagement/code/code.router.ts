import { editorProcedure, router } from '../../kernel/http/trpc.ts'
import { checkCode } from './check-code.ts'
import { checkCodeInput, tryCodeInput } from './code.schemas.ts'
import { tryCode } from './try-code.ts'

// Mutations, although they change nothing: code is too long for a query string.
export const codeRouter = router({
  check: editorProcedure.input(checkCodeInput).mutation(({ ctx, input }) => checkCode(ctx, input.source)),
  try: editorProcedure.input(tryCodeInput).mutation(({ ctx, input }) => tryCode(ctx, input)),
})
