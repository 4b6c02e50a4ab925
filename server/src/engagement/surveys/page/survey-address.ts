/** The survey page of one participant. */
export function surveyAddress(publicUrl: string, token: string): string {
  return `${publicUrl}/s/${token}`
}

/** The token in the survey links of previews and test mails. */
export const testToken = 'test'
