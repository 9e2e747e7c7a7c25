/**
 * An invented table of positions: the example of `plenary import --example`, of the reference and of the
 * tests.
 */
export const positionsExample = `actor,issue,position,salience,power,reference point,outcome
Norland,Catch limit,20,80,90,100,45
Meridia,Catch limit,50,60,70,100,45
Aldria,Catch limit,37.5,90,40,100,45
Imara,Catch limit,100,40,25,100,45
Norland,Inspection at sea,100,50,90,0,60
Meridia,Inspection at sea,70,30,70,0,60
Aldria,Inspection at sea,40,70,40,0,60
Imara,Inspection at sea,0,90,25,0,60
Norland,Aid for small fleets,0,40,90,0,
Meridia,Aid for small fleets,25,20,70,0,
Aldria,Aid for small fleets,,0,40,0,
Imara,Aid for small fleets,100,95,25,0,
`;
