import { type RecordName } from '@tabiji/shared/effects/effect.ts'
import type { ReactNode } from 'react'
import type { PathRecords, RecordOf } from './build-path.ts'
import { CalloutAttempts } from './callout-attempts.tsx'
import { StepCta } from './step-cta.tsx'
import { StepMail } from './step-mail.tsx'
import { StepResponse } from './step-response.tsx'

type RecordViews = { [Name in RecordName]: (records: readonly RecordOf[Name][]) => ReactNode }

/** In the order in which they are shown. */
const recordViews: RecordViews = {
  callouts: (callouts) => <CalloutAttempts key="callouts" callouts={callouts} inDoubt={false} />,
  mails: (mails) => mails.map((mail) => <StepMail key={mail.id} mail={mail} />),
  responses: (responses) => responses.map((response) => <StepResponse key={response.id} response={response} />),
  ctas: (ctas) => ctas.map((cta) => <StepCta key={cta.id} cta={cta} />),
}

/** What is kept of a step's effect. */
export function StepRecords({ records }: { records: PathRecords }) {
  return <>{(Object.keys(recordViews) as RecordName[]).map((name) => viewOf(name, records))}</>
}

function viewOf<Name extends RecordName>(name: Name, records: PathRecords): ReactNode {
  const view: RecordViews[Name] = recordViews[name]
  return view(records[name])
}
