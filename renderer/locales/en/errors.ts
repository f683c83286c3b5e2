/** By code: what happened and where; how to mend it. */
export const errors = {
  internal: { what: 'The program failed: {{detail}}', mend: 'Try again; if it fails again, copy the details and report them.' },
  bad_input: { what: 'The value of {{where}} is not valid: {{detail}}', mend: 'Correct it and try again.' },
  cancelled: { what: 'Cancelled', mend: 'The workspace is as it was.' },
}
