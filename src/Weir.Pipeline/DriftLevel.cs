namespace Weir.Pipeline;

/// <summary>How far something has moved.</summary>
public enum DriftLevel
{
    /// <summary>No more than chance or custom allows.</summary>
    None,

    /// <summary>Worth a look: the smaller threshold is passed.</summary>
    Notable,

    /// <summary>A shift: the effect is large and more than chance.</summary>
    Shifted,
}
