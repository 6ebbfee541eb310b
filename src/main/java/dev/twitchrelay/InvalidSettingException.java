package dev.twitchrelay;

/** A setting that the relay cannot start with. */
final class InvalidSettingException extends RuntimeException {
    private final String remedy;

    /**
     * @param problem names the setting and what is wrong with it
     * @param remedy what to do
     */
    InvalidSettingException(String problem, String remedy) {
        super(problem);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
