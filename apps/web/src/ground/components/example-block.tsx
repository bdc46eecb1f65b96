import classes from './example-block.module.css'

/** A command or a request that a person reads and copies. */
export const ExampleBlock = ({ text }: { text: string }) => (
  <pre className={classes['example']}>
    <code>{text}</code>
  </pre>
)
