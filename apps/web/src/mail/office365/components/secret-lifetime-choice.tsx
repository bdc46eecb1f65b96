import { NativeSelect } from '@mantine/core'
import {
  type SecretLifetimeInMonths,
  secretLifetimesInMonths,
} from '@office365-email/shared/entra-setup/scripts/setup-script'
import { stepTexts } from '../step-texts.ts'
import classes from './scripts.module.css'

const texts = stepTexts.scripts

interface SecretLifetimeChoiceProps {
  value: SecretLifetimeInMonths
  onChange: (months: SecretLifetimeInMonths) => void
}

export const SecretLifetimeChoice = ({ value, onChange }: SecretLifetimeChoiceProps) => (
  <NativeSelect
    className={classes['choice'] ?? ''}
    label={texts.lifetime}
    description={texts.lifetimeHelp}
    value={String(value)}
    data={secretLifetimesInMonths.map((months) => ({ value: String(months), label: texts.months(months) }))}
    onChange={(event) => {
      const chosen = secretLifetimesInMonths.find((months) => String(months) === event.currentTarget.value)
      if (chosen) onChange(chosen)
    }}
  />
)
