/** The page where one participant answers. */
export function surveyAddress(publicUrl: string, token: string): string {
  return `${publicUrl}/s/${token}`
}

/** Stands in the place of a token in mails that are only looked at or sent as a test. */
export const testToken = 'test'
