export const tiers = {
  title: 'Tiers',
}
