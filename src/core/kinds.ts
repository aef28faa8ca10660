// What has a fixed number of kinds, and how names are written: once, for the rules, both contracts and the tables.

export const hazards = ['low', 'medium', 'high'] as const;
export type Hazard = (typeof hazards)[number];

/** `required`: only who has booked; `walk-up`: a booking is made on the spot; `open`: without one. */
export const bookingModes = ['required', 'walk-up', 'open'] as const;
export type BookingMode = (typeof bookingModes)[number];

/**
 * What happens to the relay when nobody renews: A, the device itself switches off in time; B, only after a long timer of its
 * own; C, it stays as it is; D, it stays so even without power.
 */
export const failSafeClasses = ['A', 'B', 'C', 'D'] as const;
export type FailSafeClass = (typeof failSafeClasses)[number];

export const cardTechs = ['iso14443a', 'em4100', 'virtual'] as const;
export type CardTech = (typeof cardTechs)[number];
/** Lower-case hex, in the reader's order. */
export const cardUidPattern = /^([0-9a-f]{2}){3,10}$/;

/** Of machines and gates. A gate's is its MQTT username and client id too. */
export const slugPattern = /^[a-z0-9-]{1,40}$/;
