import { Button, TextInput } from '@mantine/core'
import { daysUntil } from '../../../ground/format-time.ts'
import { useNow } from '../../../ground/use-now.ts'
import { formTexts } from '../form-texts.ts'
import { dateInMonths, lifetimesInMonths } from '../secret-lifetimes.ts'
import classes from './expiry-field.module.css'

const texts = formTexts.configuration

/** The expiry date of the secret, typed or counted from today. */
export function ExpiryField({ value, onChange }: { value: string; onChange: (date: string) => void }) {
  const now = useNow()
  const isPast = value !== '' && daysUntil(value, now) < 0
  return (
    <div className={classes['field']}>
      <TextInput
        type="date"
        label={texts.expires}
        description={texts.expiresHelp}
        value={value}
        error={isPast ? texts.expiresPast : undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <fieldset className={classes['shortcuts']} aria-label={texts.expiresIn}>
        {lifetimesInMonths.map((months) => (
          <Button
            key={months}
            variant="default"
            size="xs"
            aria-label={texts.monthsFromToday(months)}
            onClick={() => onChange(dateInMonths(months, now))}
          >
            {texts.months(months)}
          </Button>
        ))}
      </fieldset>
    </div>
  )
}
