using Weir.Learning.Encoding;

namespace Weir.Learning.Preparation;

/// <summary>How one column of categories is prepared: one column each, or one for all by their target.</summary>
internal sealed class CategoryStep
{
    private readonly Dictionary<ulong, int> _places;

    /// <param name="keys">The categories that have a column, in the order of the columns; none twice.</param>
    /// <param name="hasOther">A last column counts all others.</param>
    /// <param name="target">Encodes all of them instead.</param>
    public CategoryStep(ulong[] keys, bool hasOther, TargetEncoder? target)
    {
        (Keys, HasOther, Target) = (keys, hasOther, target);
        _places = new Dictionary<ulong, int>(keys.Length);
        for (var i = 0; i < keys.Length; i++) _places.Add(keys[i], i);
    }

    public ulong[] Keys { get; }

    public bool HasOther { get; }

    public TargetEncoder? Target { get; }

    public int Outputs => Target is not null ? 1 : Keys.Length + (HasOther ? 1 : 0);

    /// <summary>Writes the columns of this step, all zero before.</summary>
    public void Write(RawColumn column, ReadOnlySpan<float[]> to)
    {
        for (var i = 0; i < column.Rows; i++)
        {
            var key = column.KeyAt(i);
            if (Target is not null) to[0][i] = Target.Value(key);
            else if (_places.TryGetValue(key, out var place)) to[place][i] = 1;
            else if (HasOther) to[^1][i] = 1;
        }
    }
}
