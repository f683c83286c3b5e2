/** Days of the visits of a joint inspection. */
export const days = {
  open: 'Days…', title: 'Days of the visits',
  text: 'Visits get working days in the order of their tickets, each the first on which all its officers have room; their visits in other inspections count. Papers and lists bear the day.',
  from: 'From', perDay: 'Visits an officer a day, most', anew: 'Spread all anew, those too that have a day', spread: 'Spread over days',
  list: 'Days', none: 'No days yet: papers bear {{day}}, the day of the inspection.', most: 'Most of one officer',
}
