package dev.twitchrelay.wiring;

/** A setting that the relay cannot start with. */
public final class InvalidSettingException extends RuntimeException {
    private final String remedy;

    /**
     * @param problem names the setting and what is wrong with it
     * @param remedy what to do
     */
    InvalidSettingException(String problem, String remedy) {
        super(problem);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
