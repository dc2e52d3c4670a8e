namespace Weir.Detection.Features;

/// <summary>The parts of a URL in which brands are looked for.</summary>
/// <param name="name">The registrable label.</param>
/// <param name="seen">The same as it looks to a person, see <see cref="Skeleton"/>.</param>
/// <param name="sub">The labels before the registrable domain.</param>
/// <param name="userinfo">User and password: a brand there pretends to be the host.</param>
/// <param name="path">Path in lower case.</param>
/// <param name="query">Query in lower case.</param>
/// <param name="owner">The brand (number + 1) that owns the registrable domain, 0 = none.</param>
internal readonly ref struct BrandPlaces(
    ReadOnlySpan<char> name, ReadOnlySpan<char> seen, ReadOnlySpan<char> sub, ReadOnlySpan<char> userinfo,
    ReadOnlySpan<char> path, ReadOnlySpan<char> query, int owner)
{
    public ReadOnlySpan<char> Name { get; } = name;
    public ReadOnlySpan<char> Seen { get; } = seen;
    public ReadOnlySpan<char> Sub { get; } = sub;
    public ReadOnlySpan<char> Userinfo { get; } = userinfo;
    public ReadOnlySpan<char> Path { get; } = path;
    public ReadOnlySpan<char> Query { get; } = query;
    public int Owner { get; } = owner;
}
