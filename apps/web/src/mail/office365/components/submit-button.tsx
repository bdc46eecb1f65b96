import { Button, type ButtonProps } from '@mantine/core'
import { formTexts } from '../form-texts.ts'

/**
 * A press leaves the focus in its field. If the field lost it, it could show a fault, which moves the button away before
 * the click reaches it.
 */
export const SubmitButton = (props: ButtonProps) => (
  <Button type="submit" onMouseDown={(event) => event.preventDefault()} {...props}>
    {formTexts.configuration.submit}
  </Button>
)
