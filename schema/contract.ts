/**
 * Version of the contract between the kit and the zones' folders. A change that a folder must follow raises the major
 * version; defineZone({ contract: '^2.0.0' }) then refuses the folders that have not.
 */
export const CONTRACT_VERSION = '2.0.0';
