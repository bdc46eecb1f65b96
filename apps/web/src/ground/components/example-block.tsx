import classes from './example-block.module.css'

/** A command or a request to read and copy. */
export const ExampleBlock = ({ text }: { text: string }) => (
  <pre className={classes['example']}>
    <code>{text}</code>
  </pre>
)
