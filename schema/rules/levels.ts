/** Of whom a form asks figures. */
export const FORM_LEVELS = ['ZONE', 'BLOCK', 'ENTERPRISE'] as const;
export type FormLevel = (typeof FORM_LEVELS)[number];
