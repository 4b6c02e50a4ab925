import { IconChecklist } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Cta } from './build-path.ts'
import classes from './path.module.css'

export function StepCta({ cta }: { cta: Cta }) {
  const { t } = useTranslation('participants')
  return (
    <Link to="/ctas/$ctaId" params={{ ctaId: cta.id }} search={{}} className={classes.link}>
      <IconChecklist size={16} stroke={1.5} aria-hidden="true" />
      <span>{t('openCta', { name: cta.name })}</span>
      <span className={classes.muted}>{t(`ctaOf.${cta.status}`)}</span>
    </Link>
  )
}
